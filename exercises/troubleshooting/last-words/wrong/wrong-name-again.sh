kubectl set env deployment/@app@ STORE_HOST=@store@-redis
sleep 60
