cat > @pod@.yaml <<'END'
apiVersion: v1
kind: Pod
metadata:
  name: @pod@
spec:
  volumes:
    - { name: page, emptyDir: {} }
  initContainers:
    - name: write
      image: busybox:1.36
      command: ["sh", "-c", "echo @word@ > /page/index.html"]
      volumeMounts:
        - { name: page, mountPath: /page }
  containers:
    - name: server
      image: nginx:1.27
      volumeMounts:
        - { name: page, mountPath: /usr/share/nginx/html }
END
kubectl apply -f @pod@.yaml
kubectl wait --for=condition=Ready pod/@pod@ --timeout=60s
